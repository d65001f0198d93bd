"""What the API and the workers share: settings, broker, queue, context, logs."""
