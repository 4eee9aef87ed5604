package com.acme.login.port;

import com.acme.login.domain.Department;
import dev.portcullis.domain.login.LoginIdentifier;
import io.vavr.control.Option;

public interface Departments {

  Option<Department> of(LoginIdentifier user);
}
