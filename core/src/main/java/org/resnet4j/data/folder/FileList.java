package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.pictures.Pictures;
import org.resnet4j.image.Framing;
import org.resnet4j.image.Image;
import org.resnet4j.image.Limits;
import org.resnet4j.image.decode.Decoder;

/**
 * Pictures in files of their own, of which there may be millions: their names lie one after another
 * in one array, so that each takes its length and 16 bytes.
 */
final class FileList implements Pictures {
  private final List<Path> folders = new ArrayList<>();
  private final Map<Path, Integer> folderIndices = new HashMap<>();

  /** Files whose names Java cannot spell in this locale, though their paths hold the bytes. */
  private final Map<Integer, Path> unspellable = new HashMap<>();

  private byte[] names = new byte[1 << 10];

  /** Where the name of a file ends, and so the next begins. */
  private int[] ends = new int[16];

  private int[] folderOf = new int[16];
  private int[] labels = new int[16];
  private int size;

  /** Appends a file; all must be there before another thread reads. */
  void add(Path file, int label) {
    Path folder = file.resolveSibling("");
    int place = folderIndices.computeIfAbsent(folder, added -> folders.size());
    if (place == folders.size()) {
      folders.add(folder);
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      folderOf = Arrays.copyOf(folderOf, 2 * size);
      labels = Arrays.copyOf(labels, 2 * size);
    }
    byte[] name = file.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    int begin = begin(size);
    int end = Math.addExact(begin, name.length);
    if (end > names.length) {
      names = Arrays.copyOf(names, (int) Math.min(2L * end, Integer.MAX_VALUE - 8));
    }
    System.arraycopy(name, 0, names, begin, name.length);
    ends[size] = end;
    folderOf[size] = place;
    labels[size] = label;
    if (!PictureFiles.isSpellable(folder, file)) {
      unspellable.put(size, file);
    }
    size++;
  }

  private int begin(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private Path path(int index) {
    @Nullable Path whole = unspellable.get(index);
    if (whole != null) {
      return whole;
    }
    int begin = begin(index);
    return folders
        .get(folderOf[index])
        .resolve(new String(names, begin, ends[index] - begin, StandardCharsets.UTF_8));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public String place(int index) {
    return path(index).toString();
  }

  @Override
  public Optional<Path> file(int index) {
    return Optional.of(path(index));
  }

  @Override
  public byte[] read(int index, Limits limits) throws IOException {
    return Decoder.bytes(path(index), limits);
  }

  @Override
  public Image decode(int index, Framing frame, Limits limits) throws IOException {
    return Decoder.decode(path(index), frame, limits);
  }
}
