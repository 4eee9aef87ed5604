/**
 * From one YAML file and the environment to the settings of the modules, or to every problem at
 * once: one reader per section, each of which returns its module's own record. Start at {@link
 * dev.portcullis.bootstrap.settings.SettingsReader}. The wiring and the commands build on it.
 */
@NullMarked
package dev.portcullis.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
