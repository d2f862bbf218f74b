package org.resnet4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.resnet4j.layer.Layer;

/**
 * The networks that have a name. A catalog is a value: {@link #standard} holds the ones of the
 * library, and {@link #with} adds one of your own.
 */
public final class Catalog {
  private static final Catalog STANDARD =
      new Catalog(
          List.of(
              entry(
                  "resnet20",
                  CifarResNet.defaults(Shortcut.ZERO_PADDING),
                  o -> CifarResNet.basic(20, o)),
              entry("plain20", CifarResNet.defaults(Shortcut.NONE), o -> CifarResNet.basic(20, o)),
              family(
                  "cifar-resnet",
                  CifarResNet.defaults(Shortcut.ZERO_PADDING),
                  CifarResNet::basic)));

  private final List<Entry> entries;

  private Catalog(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * A named network, or a family of them that takes a depth in its name.
   *
   * @param name the full name, or the part before the depth
   * @param isFamily whether a depth follows the name
   * @param defaults the options if none are given
   * @param builder from depth (0 unless a family) and options to layers
   */
  public record Entry(
      String name,
      boolean isFamily,
      Options defaults,
      BiFunction<Integer, Options, Layer> builder) {}

  /** The networks of the library. */
  public static Catalog standard() {
    return STANDARD;
  }

  /** One network. */
  public static Entry entry(
      String name, Options defaults, java.util.function.Function<Options, Layer> builder) {
    return new Entry(name, false, defaults, (depth, options) -> builder.apply(options));
  }

  /** A family whose members are named by their depth, as {@code cifar-resnet44}. */
  public static Entry family(
      String name, Options defaults, BiFunction<Integer, Options, Layer> builder) {
    return new Entry(name, true, defaults, builder);
  }

  /** This catalog and one more entry. */
  public Catalog with(Entry entry) {
    List<Entry> all = new ArrayList<>(entries);
    all.add(entry);
    return new Catalog(all);
  }

  /** All entries in the order of the list. */
  public List<Entry> entries() {
    return entries;
  }

  /** Builds a network with its defaults. */
  public Architecture build(String name) {
    return build(name, UnaryOperator.identity());
  }

  /**
   * Builds a network with changed options.
   *
   * @throws IllegalArgumentException if there is no such name, the depth is not legal, or an option
   *     does not fit
   */
  public Architecture build(String name, UnaryOperator<Options> change) {
    for (Entry entry : entries) {
      int depth = 0;
      if (entry.isFamily()) {
        Matcher matcher =
            Pattern.compile(Pattern.quote(entry.name()) + "([0-9]{1,4})").matcher(name);
        if (!matcher.matches()) {
          continue;
        }
        depth = Integer.parseInt(matcher.group(1));
      } else if (!entry.name().equals(name)) {
        continue;
      }
      Options options = change.apply(entry.defaults());
      return new Architecture(name, options, entry.builder().apply(depth, options));
    }
    throw new IllegalArgumentException("there is no network '" + name + "'");
  }
}
