package dev.portcullis.doctor.check;

/** What a check is about, in the order of reports. */
public enum Area {
  /** This host and the gateway's settings. */
  LOCAL("THIS MACHINE", FactSource.HOST),
  /** The doctor's own access to the tenant. */
  MANAGEMENT("MANAGEMENT API", FactSource.SETTINGS),
  /** The application that the gateway logs in as. */
  APPLICATION("APPLICATION", FactSource.SETTINGS),
  /** The connection and the API that logins use. */
  CONNECTION("CONNECTION AND API", FactSource.SETTINGS),
  /** Attack protection. */
  PROTECTION("ATTACK PROTECTION", FactSource.SETTINGS),
  /** What the tenant has logged. */
  LOG("THE TENANT'S LOG", FactSource.LOG),
  /** A login of a test user. */
  CANARY("PROOF BY A LOGIN", FactSource.CANARY);

  private final String heading;
  private final FactSource source;

  Area(String heading, FactSource source) {
    this.heading = heading;
    this.source = source;
  }

  /** The heading of its checks in reports. */
  public String heading() {
    return heading;
  }

  /** What has to be read for its checks. */
  public FactSource source() {
    return source;
  }
}
