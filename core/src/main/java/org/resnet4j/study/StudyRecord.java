package org.resnet4j.study;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code study.json}: everything a study needs to resume.
 *
 * @param experiments the names of the requested ones
 * @param dataDir where the data set was looked for, or null for the default folder
 */
public record StudyRecord(
    StudySettings settings, List<String> experiments, @Nullable String dataDir) {
  public StudyRecord {
    Objects.requireNonNull(settings, "settings");
    experiments = List.copyOf(experiments);
  }

  /** Where the data set is looked for, or null for the default folder. */
  public @Nullable Path dataFolder() {
    return dataDir == null ? null : Path.of(dataDir);
  }

  /**
   * The same with more experiments.
   *
   * @param otherDir where to look for the data set instead, or null
   */
  StudyRecord and(List<String> more, @Nullable String otherDir) {
    Set<String> all = new LinkedHashSet<>(experiments);
    all.addAll(more);
    return new StudyRecord(settings, List.copyOf(all), otherDir == null ? dataDir : otherDir);
  }
}
