package com.acme.broken.domain;

import java.nio.file.Path;

record Store(Path folder) {}
