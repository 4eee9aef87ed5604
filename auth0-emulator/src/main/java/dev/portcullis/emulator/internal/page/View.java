package dev.portcullis.emulator.internal.page;

import java.util.Locale;

/** A tab of the page: its path and its title. */
enum View {
  USERS("/emulator", "Users"),
  LOG("/emulator/ui/log", "Log"),
  REQUESTS("/emulator/ui/requests", "Requests"),
  MAIL("/emulator/ui/mail", "Mail & codes"),
  APPLICATIONS("/emulator/ui/applications", "Applications"),
  APIS("/emulator/ui/apis", "APIs & tokens"),
  ROLES("/emulator/ui/roles", "Roles"),
  PROTECTION("/emulator/ui/protection", "Attack protection"),
  CLOCK("/emulator/ui/clock", "Clock & fault injection");

  private final String path;
  private final String title;

  View(String path, String title) {
    this.path = path;
    this.title = title;
  }

  String path() {
    return path;
  }

  String title() {
    return title;
  }

  Template template() {
    return Template.named(name().toLowerCase(Locale.ROOT));
  }
}
