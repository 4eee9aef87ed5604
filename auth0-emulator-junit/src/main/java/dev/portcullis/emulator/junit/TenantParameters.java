package dev.portcullis.emulator.junit;

import dev.portcullis.emulator.junit.Auth0Tenant.Per;
import java.lang.reflect.AnnotatedElement;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Resolves {@link EmulatedTenant} parameters; JUnit's store stops the tenants. */
final class TenantParameters implements ParameterResolver {

  private static final Namespace TENANTS = Namespace.create(TenantParameters.class);

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == EmulatedTenant.class;
  }

  @Override
  public EmulatedTenant resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext annotated = annotated(context);
    if (annotated(annotated.getElement()).orElseThrow().value() == Per.CLASS
        && annotated.getTestMethod().isEmpty()) {
      return tenantOf(annotated, Per.CLASS);
    }
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "no test here whose tenant could be injected into "
              + parameter.getDeclaringExecutable()
              + " (expected: a test, @BeforeEach or @AfterEach; or @Auth0Tenant(Per.CLASS) for one"
              + " tenant of the whole class)");
    }
    return tenantOf(context, Per.TEST);
  }

  /** The nearest context whose test or class is annotated. */
  private static ExtensionContext annotated(ExtensionContext context) {
    ExtensionContext found = context;
    while (annotated(found.getElement()).isEmpty()) {
      found =
          found
              .getParent()
              .orElseThrow(() -> new ParameterResolutionException("@Auth0Tenant is missing"));
    }
    return found;
  }

  private static Optional<Auth0Tenant> annotated(Optional<AnnotatedElement> element) {
    return AnnotationSupport.findAnnotation(element, Auth0Tenant.class);
  }

  @SuppressWarnings("deprecation") // its successor is not in JUnit 5
  private static EmulatedTenant tenantOf(ExtensionContext owner, Per life) {
    return Objects.requireNonNull(
        owner
            .getStore(TENANTS)
            .getOrComputeIfAbsent(life, ignored -> EmulatedTenant.start(), EmulatedTenant.class));
  }
}
