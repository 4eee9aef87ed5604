package dev.portcullis.bootstrap.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the build file puts into the container image. */
record ShippedImage(
    String name, List<Integer> ports, String user, List<String> entrypoint, List<String> args) {

  private static final Pattern IMAGE =
      Pattern.compile("(?s)<to>\\s*<image>([\\w-]+):.*?<container>(.*?)</container>");

  static ShippedImage read() throws IOException {
    MatchResult image =
        IMAGE.matcher(Files.readString(Path.of("pom.xml"))).results().findFirst().orElseThrow();
    String container = image.group(2);
    String entrypoint =
        container.substring(container.indexOf("<entrypoint>"), container.indexOf("</entrypoint>"));
    String args = container.substring(container.indexOf("<args>"), container.indexOf("</args>"));
    return new ShippedImage(
        image.group(1),
        elements(container, "port").stream().map(Integer::valueOf).toList(),
        elements(container, "user").getFirst(),
        elements(entrypoint, "arg"),
        elements(args, "arg"));
  }

  /** The settings file that its arguments name. */
  Path settings() {
    return Path.of(args.get(args.indexOf("--config") + 1));
  }

  private static List<String> elements(String xml, String name) {
    return Pattern.compile("<" + name + ">([^<]*)</" + name + ">")
        .matcher(xml)
        .results()
        .map(it -> it.group(1))
        .toList();
  }
}
