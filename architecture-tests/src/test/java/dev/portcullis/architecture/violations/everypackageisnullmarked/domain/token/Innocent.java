package dev.portcullis.architecture.violations.everypackageisnullmarked.domain.token;

class Innocent {}
