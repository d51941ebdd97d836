"""Records of support beside payments, one noun a file; `support.models` is where they are found."""
