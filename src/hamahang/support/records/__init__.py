"""Records of support beside facilities and payments, one noun a file; `support.models` is where they are found."""
