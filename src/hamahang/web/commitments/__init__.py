"""Pages: promises, how each stands and what is foreseen of it, and how good the forecasts were."""
