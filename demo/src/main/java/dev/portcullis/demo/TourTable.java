package dev.portcullis.demo;

import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.emulator.Auth0Emulator;
import io.vavr.collection.Seq;
import java.io.PrintWriter;

/** Prints the tour as it happens, one line per stop. */
final class TourTable {

  private static final String ROW = "%-58s  %-28s  %-37s  %s%n";

  private final PrintWriter out;
  private final boolean colour;

  TourTable(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  void head(Auth0Emulator tenant, Gateway.Running gateway) {
    out.printf(
        "An emulated Auth0 tenant at %s, the gateway in front of it at http://127.0.0.1:%d.%n"
            + "Each login is sent as the proxy in front of the gateway would send it.%n%n",
        tenant.baseUri(), gateway.port());
    out.printf(ROW, "WHAT HAPPENS", "X-FORWARDED-FOR", "ANSWER", "");
    out.flush();
  }

  void row(Tour.Stop stop) {
    out.printf(
        ROW,
        stop.what(),
        stop.from(),
        stop.seen(),
        stop.asExpected() ? painted("32", "ok") : painted("31", "EXPECTED " + stop.expected()));
    out.flush();
  }

  void foot(Seq<Tour.Stop> stops) {
    int wrong = stops.count(stop -> !stop.asExpected());
    out.println();
    out.println(
        wrong == 0
            ? "All " + stops.size() + " as expected."
            : wrong + " of " + stops.size() + " NOT as expected.");
    out.flush();
  }

  private String painted(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
