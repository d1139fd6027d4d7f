"""My Beras: layers, losses, optimizers and models on top of core and gradient_tape."""
