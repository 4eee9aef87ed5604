package dev.portcullis.adapters.servlet;

import dev.portcullis.testkit.http.HttpBinding;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** An embedded Tomcat on a free port of 127.0.0.1, with one application. */
final class TomcatHost implements HttpBinding {

  private final Tomcat tomcat = new Tomcat();
  private final Path base;
  private final Context context;
  private int filters;

  TomcatHost() {
    this("");
  }

  TomcatHost(String contextPath) {
    try {
      this.base = Files.createTempDirectory("tomcat");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    // Room for 200 connections that are opened at once.
    tomcat.getConnector().setProperty("acceptCount", "256");
    this.context = tomcat.addContext(contextPath, null);
    // By default its page for an invalid request repeats what was sent.
    ErrorReportValve errors = new ErrorReportValve();
    errors.setShowReport(false);
    tomcat.getHost().getPipeline().addValve(errors);
  }

  Tomcat tomcat() {
    return tomcat;
  }

  Context context() {
    return context;
  }

  TomcatHost connector(String name, String value) {
    tomcat.getConnector().setProperty(name, value);
    return this;
  }

  TomcatHost engineValve(Valve valve) {
    tomcat.getEngine().getPipeline().addValve(valve);
    return this;
  }

  TomcatHost hostValve(Valve valve) {
    tomcat.getHost().getPipeline().addValve(valve);
    return this;
  }

  TomcatHost contextValve(Valve valve) {
    context.getPipeline().addValve(valve);
    return this;
  }

  TomcatHost filter(Filter filter) {
    FilterDef definition = new FilterDef();
    definition.setFilterName("filter-" + ++filters);
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    FilterMap mapping = new FilterMap();
    mapping.setFilterName(definition.getFilterName());
    mapping.addURLPattern("/*");
    context.addFilterMap(mapping);
    return this;
  }

  TomcatHost servlet(Servlet servlet) {
    wrapper(servlet);
    return this;
  }

  /** The servlet's place in Tomcat. Tomcat 10.1 has no other method for the mapping. */
  @SuppressWarnings("deprecation")
  Wrapper wrapper(Servlet servlet) {
    Wrapper wrapper = Tomcat.addServlet(context, "servlet", servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded("/*", "servlet");
    return wrapper;
  }

  TomcatHost start() throws LifecycleException {
    tomcat.start();
    return this;
  }

  /** Starts what cannot fail to start. */
  TomcatHost started() {
    try {
      return start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  void stop() throws LifecycleException {
    tomcat.stop();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
      try (Stream<Path> files = Files.walk(base)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
