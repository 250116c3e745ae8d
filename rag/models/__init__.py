"""The models that run here, loaded and fed. The only home of PyTorch."""
