package dev.portcullis.demo;

import java.nio.file.Path;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** The recipe of docs/how-to/emulator-in-ci.md; it is compiled, for running it needs Docker. */
final class ContainerRecipe {

  private ContainerRecipe() {}

  static GenericContainer<?> auth0(Path tenantFile) {
    String inside = "/etc/auth0-emulator/tenant.yaml";
    GenericContainer<?> auth0 =
        new GenericContainer<>("auth0-emulator:0.1.0-SNAPSHOT")
            .withCopyFileToContainer(MountableFile.forHostPath(tenantFile, 0444), inside)
            .withCommand("--tenant", inside)
            .withExposedPorts(8791)
            .waitingFor(Wait.forHealthcheck());
    auth0.setPortBindings(List.of("127.0.0.1:8791:8791"));
    return auth0;
  }
}
