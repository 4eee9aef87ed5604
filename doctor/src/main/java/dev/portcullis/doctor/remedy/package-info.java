/** Which changes of the tenant resolve which findings. */
@NullMarked
package dev.portcullis.doctor.remedy;

import org.jspecify.annotations.NullMarked;
