package dev.portcullis.architecture.violations.injectionlivesinbootstrap.application.login;

import dagger.Module;

@Module
interface OffenderWithDagger {}
