package org.resnet4j.data;

import java.nio.file.Path;

final class FolderDataset {
  private FolderDataset() {}

  static Split open(Path root, FolderOptions options) {
    if (!root.isAbsolute()) {
      return open(root.toAbsolutePath(), options);
    }
    throw new DataException("no folder reader yet: " + root + options);
  }
}
