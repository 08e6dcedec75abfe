"""Raw bytes to `Message`: pure, never raises."""
