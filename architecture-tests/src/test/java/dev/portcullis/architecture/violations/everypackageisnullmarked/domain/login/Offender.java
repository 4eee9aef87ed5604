package dev.portcullis.architecture.violations.everypackageisnullmarked.domain.login;

class Offender {}
