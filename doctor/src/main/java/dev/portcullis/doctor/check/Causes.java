package dev.portcullis.doctor.check;

/** The ids of the checks whose failure keeps others from being made. */
public final class Causes {

  public static final String NAME_LOOKUP = "name-lookup";
  public static final String TENANT_ANSWERS = "tenant-answers";
  public static final String TLS = "tls";
  public static final String MANAGEMENT_ACCESS = "management-access";
  public static final String APPLICATION = "application";
  public static final String DEFAULT_DIRECTORY = "default-directory";
  public static final String CONNECTION = "connection";
  public static final String CANARY_LOGIN = "canary-login";

  private Causes() {}
}
