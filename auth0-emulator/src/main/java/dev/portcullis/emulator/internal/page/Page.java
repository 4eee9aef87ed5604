package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.OriginCheck;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The emulator's web page. Like the control API it is open to anyone who can reach the port, but
 * not to other web sites.
 */
public final class Page {

  private final EmulatorControls controls;
  private final OriginCheck origins;
  private final UsersView users;

  /** Shows and changes these, for requests that pass the check. */
  public Page(EmulatorControls controls, OriginCheck origins) {
    this.controls = controls;
    this.origins = origins;
    this.users = new UsersView(controls);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    PageRouter pages = new PageRouter(router, origins, this::framed);
    users.addTo(pages);
    new LogView(controls).addTo(pages);
    new RequestsView(controls).addTo(pages);
    new MailView(controls).addTo(pages);
    new ApplicationsView(controls).addTo(pages);
    new ApisView(controls).addTo(pages);
    new RolesView(controls).addTo(pages);
    for (EditView.Entity entity : EditView.Entity.values()) {
      new EditView(controls, entity).addTo(pages);
    }
    new ProtectionView(controls).addTo(pages);
    new ClockView(controls).addTo(pages);
    pages.file("/emulator/ui/style.css", "style.css", "text/css; charset=utf-8");
    pages.file("/emulator/ui/links.css", "links.css", "text/css; charset=utf-8");
    pages.file("/emulator/ui/page.js", "page.js", "text/javascript; charset=utf-8");
    pages.file("/emulator/ui/icon.svg", "icon.svg", "image/svg+xml");
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
    model.put("tenant", controls.tenant().get().name());
    model.put("now", DisplayText.moment(controls.clock().instant()));
    model.put("links", links);
    return model;
  }

  record Link(String path, String title, boolean current, String badge) {}
}
