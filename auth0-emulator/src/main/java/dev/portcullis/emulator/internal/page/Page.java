package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The page for people. It is open to whoever reaches the port, like the control API; other web
 * sites do not get in.
 */
public final class Page {

  private final EmulatorControls workings;
  private final OriginCheck visitors;
  private final UsersView users;

  /** Over that tenant, reached by this host name or address. */
  public Page(EmulatorControls workings, String host) {
    this.workings = workings;
    this.visitors = new OriginCheck(host);
    this.users = new UsersView(workings);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    PageRouter site = new PageRouter(router, visitors, this::framed);
    users.addTo(site);
    new LogView(workings).addTo(site);
    new RequestsView(workings).addTo(site);
    new MailView(workings).addTo(site);
    new ApplicationsView(workings).addTo(site);
    new ProtectionView(workings).addTo(site);
    new ClockView(workings).addTo(site);
    site.file("/emulator/ui/style.css", "style.css", "text/css; charset=utf-8");
    site.file("/emulator/ui/page.js", "page.js", "text/javascript; charset=utf-8");
    site.file("/emulator/ui/icon.svg", "icon.svg", "image/svg+xml");
    router.on("GET", "/emulator/", request -> Reply.empty(308).with("Location", "/emulator"));
  }

  private Map<String, Object> framed(View view, Map<String, Object> parts) {
    int blocked = users.blocks();
    List<Link> links =
        Stream.of(View.values())
            .map(
                each ->
                    new Link(
                        each.path(),
                        each.title(),
                        each == view,
                        each == View.USERS && blocked > 0 ? blocked + " blocked" : ""))
            .toList();
    Map<String, Object> model = new LinkedHashMap<>(parts);
    model.put("tenant", workings.tenant().get().name());
    model.put("now", DisplayText.moment(workings.clock().instant()));
    model.put("links", links);
    return model;
  }

  record Link(String path, String title, boolean current, String badge) {}
}
