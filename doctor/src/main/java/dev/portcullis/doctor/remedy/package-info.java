/**
 * Changes of a tenant that resolve findings. Start at {@link
 * dev.portcullis.doctor.remedy.ChangeSet}. Depends on no other package of the doctor.
 */
@NullMarked
package dev.portcullis.doctor.remedy;

import org.jspecify.annotations.NullMarked;
