"""Records of register beside units: papers, mines and monthly returns; `register.models` is where they are found."""
