package dev.portcullis.architecture.violations.injectionlivesinbootstrap.application.service;

import dagger.Module;

@Module
interface OffenderWithDagger {}
