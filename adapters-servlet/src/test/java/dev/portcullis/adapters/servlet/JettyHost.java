package dev.portcullis.adapters.servlet;

import dev.portcullis.testkit.http.HttpBinding;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.UnavailableException;
import java.util.EnumSet;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A Jetty on a free port of 127.0.0.1, with one application. */
final class JettyHost implements HttpBinding {

  private final QueuedThreadPool threads = new QueuedThreadPool();
  private final Server server = new Server(threads);
  private final HttpConfiguration http = new HttpConfiguration();
  private final ServletContextHandler context = new ServletContextHandler();

  JettyHost() {
    context.setContextPath("/");
    server.setHandler(context);
  }

  Server server() {
    return server;
  }

  HttpConfiguration http() {
    return http;
  }

  JettyHost virtualThreads() {
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return this;
  }

  /** Puts a handler before the application. */
  JettyHost behind(Handler.Wrapper handler) {
    handler.setHandler(server.getHandler());
    server.setHandler(handler);
    return this;
  }

  JettyHost filter(Filter filter) {
    context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    return this;
  }

  /** Why the servlet did not start. */
  @Nullable UnavailableException unavailable() {
    return context.getServletHandler().getServlets()[0].getUnavailableException();
  }

  JettyHost servlet(Servlet servlet) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setInitOrder(0);
    context.addServlet(holder, "/*");
    return this;
  }

  /** Starts it with these protocols before HTTP. */
  JettyHost start(ConnectionFactory... before) throws Exception {
    ConnectionFactory[] all = new ConnectionFactory[before.length + 1];
    System.arraycopy(before, 0, all, 0, before.length);
    all[before.length] = new HttpConnectionFactory(http);
    ServerConnector connector = new ServerConnector(server, all);
    connector.setHost("127.0.0.1");
    // Room for 200 connections that are opened at once.
    connector.setAcceptQueueSize(256);
    server.addConnector(connector);
    server.start();
    return this;
  }

  /** Starts what cannot fail to start. */
  JettyHost started() {
    try {
      return start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
