package dev.portcullis.architecture.violations.onlytheresolverestablishesaddresses.domain.address;

record ClientAddress(String value) {}
