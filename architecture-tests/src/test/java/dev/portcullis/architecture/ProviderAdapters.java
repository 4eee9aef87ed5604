package dev.portcullis.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import dev.portcullis.application.login.port.CredentialVerifier;

/**
 * The classes of adapters that ask a provider. An adapter, a package directly beneath {@code
 * adapters}, is one of them if a class of it verifies credentials itself. One that passes them on
 * to another verifier, such as a limit or a cache, needs no password and may not read any.
 */
final class ProviderAdapters extends DescribedPredicate<JavaClass> {

  private final String adapters;

  private ProviderAdapters(String adapters) {
    super("in an adapter under %s that verifies credentials itself", adapters);
    this.adapters = adapters;
  }

  static ProviderAdapters beneath(String adapters) {
    return new ProviderAdapters(adapters);
  }

  @Override
  public boolean test(JavaClass type) {
    return type.getPackageName().startsWith(adapters + ".")
        && adapter(type.getPackage()).getClassesInPackageTree().stream()
            .anyMatch(ProviderAdapters::verifiesItself);
  }

  private JavaPackage adapter(JavaPackage beneath) {
    JavaPackage parent = beneath.getParent().orElseThrow();
    return parent.getName().equals(adapters) ? beneath : adapter(parent);
  }

  private static boolean verifiesItself(JavaClass type) {
    return !type.isInterface()
        && type.isAssignableTo(CredentialVerifier.class)
        && type.getAccessesFromSelf().stream()
            .noneMatch(
                access ->
                    access.getTargetOwner().isAssignableTo(CredentialVerifier.class)
                        && access.getName().equals("verify"));
  }
}
