package dev.portcullis.doctor.check;

/**
 * What operators read about a check, in reports and in the documentation. Texts that do not apply
 * are empty.
 */
public final class CheckDescription {

  private final String id;
  private final Area area;
  private final String title;
  private final String why;
  private final String dashboard;
  private final String api;
  private final String terraform;
  private final String source;

  private CheckDescription(
      String id,
      Area area,
      String title,
      String why,
      String dashboard,
      String api,
      String terraform,
      String source) {
    this.id = id;
    this.area = area;
    this.title = title;
    this.why = why;
    this.dashboard = dashboard;
    this.api = api;
    this.terraform = terraform;
    this.source = source;
  }

  /**
   * A description without places and source.
   *
   * @param id lower case, words separated by hyphens
   * @param why why it matters, in one sentence
   */
  public static CheckDescription of(String id, Area area, String title, String why) {
    return new CheckDescription(id, area, title, why, "", "", "", "");
  }

  /** The same with the place in Auth0's Dashboard that shows or changes it. */
  public CheckDescription inDashboard(String place) {
    return new CheckDescription(id, area, title, why, place, api, terraform, source);
  }

  /** The same with the call of the Management API that shows or changes it. */
  public CheckDescription inApi(String call) {
    return new CheckDescription(id, area, title, why, dashboard, call, terraform, source);
  }

  /** The same with the attribute of Auth0's Terraform provider. */
  public CheckDescription inTerraform(String attribute) {
    return new CheckDescription(id, area, title, why, dashboard, api, attribute, source);
  }

  /** The same with the document that it follows: a URL, or a path in this repository. */
  public CheckDescription source(String document) {
    return new CheckDescription(id, area, title, why, dashboard, api, terraform, document);
  }

  public String id() {
    return id;
  }

  public Area area() {
    return area;
  }

  public String title() {
    return title;
  }

  /** Why it matters, in one sentence. */
  public String why() {
    return why;
  }

  public String dashboard() {
    return dashboard;
  }

  public String api() {
    return api;
  }

  public String terraform() {
    return terraform;
  }

  public String source() {
    return source;
  }
}
