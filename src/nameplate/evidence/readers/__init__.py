"""One file a format. The folder is the registry: no reader knows another."""
