package org.resnet4j.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.arch.block.Shortcut;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.StateDifference;

/**
 * Finds the network of a catalog by the names and shapes of its tensors.
 *
 * <p>Where several match, defaults win over changed options, networks with shortcuts over plain
 * ones, and earlier catalog entries over later ones: so the parameterless shortcuts of {@code
 * resnet20} win over {@code plain20}, and both over the families.
 */
final class CatalogSearch {
  /** torchvision's names of GoogLeNet's side classifiers. */
  private static final String AUXILIARY = "aux";

  /** Common names for the heads of other tasks. */
  private static final Pattern HEAD =
      Pattern.compile("(?i)fc|head|classif|linear|logit|proj|predict|mlp|queue");

  private static final int SHOWN = 4;

  private final Catalog catalog;
  private final Map<String, List<Integer>> shapes;
  private final @Nullable String model;
  private final @Nullable Architecture required;
  private final boolean normalised;
  private final boolean auxiliary;
  private final List<Architecture> candidates;

  /** A candidate network, and the number of its non-default options. */
  private record Candidate(Architecture network, int changes) {
    static Candidate of(Architecture network, Architecture standard) {
      Options is = network.options();
      Options was = standard.options();
      return new Candidate(
          network,
          (is.shortcut() == was.shortcut() ? 0 : 1)
              + (is.norm() == was.norm() ? 0 : 1)
              + (is.auxiliary() == was.auxiliary() ? 0 : 1));
    }

    boolean isPlain() {
      return network.options().shortcut() == Shortcut.NONE;
    }
  }

  /**
   * A matching network.
   *
   * @param foreign names that do not belong to it: a head for another task, where its own head is
   *     missing
   */
  record Match(Architecture network, boolean hasHead, Set<String> foreign) {}

  /**
   * @param shapes of the tensors by torchvision's names
   * @param model the name of the network if it is known, else null
   * @throws FormatException if the catalog has no network of that name
   */
  CatalogSearch(Catalog catalog, Map<String, List<Integer>> shapes, @Nullable String model) {
    this.shapes = shapes;
    this.normalised = shapes.keySet().stream().anyMatch(name -> name.endsWith(".running_mean"));
    this.auxiliary = shapes.keySet().stream().anyMatch(name -> name.startsWith(AUXILIARY));
    this.catalog = catalog;
    this.model = model;
    this.required = model == null ? null : build(catalog, model);
    this.candidates = candidates();
  }

  private static Architecture build(Catalog catalog, String model) {
    try {
      return catalog.build(model);
    } catch (IllegalArgumentException e) {
      throw new FormatException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The network with exactly these tensors, or all except its head. */
  Optional<Match> match() {
    for (Architecture candidate : candidates) {
      if (difference(candidate).count() == 0) {
        return Optional.of(new Match(candidate, true, Set.of()));
      }
    }
    return candidates.stream().flatMap(candidate -> headless(candidate).stream()).findFirst();
  }

  /** A match without the head, if it is missing and the remaining tensors could be another head. */
  private Optional<Match> headless(Architecture candidate) {
    Set<String> head = new Backbone(candidate).head();
    StateDifference difference = difference(candidate);
    if (!head.equals(Set.copyOf(difference.missing())) || !difference.shapes().isEmpty()) {
      return Optional.empty();
    }
    Set<String> backbone =
        candidate.layers().allParameters().stream()
            .map(parameter -> first(parameter.name()))
            .collect(Collectors.toSet());
    head.forEach(name -> backbone.remove(first(name)));
    boolean heads =
        difference.unexpected().stream()
            .map(CatalogSearch::first)
            .allMatch(module -> !backbone.contains(module) && HEAD.matcher(module).find());
    return heads
        ? Optional.of(new Match(candidate, false, Set.copyOf(difference.unexpected())))
        : Optional.empty();
  }

  private static String first(String name) {
    return name.substring(0, (name + ".").indexOf('.'));
  }

  /** The number of tensors shared with the nearest network. */
  long likeness() {
    return nearest().map(this::equal).orElse(0L);
  }

  /** Why nothing matches: how the tensors differ from the nearest network. */
  FormatException difference() {
    Optional<Architecture> nearest = nearest();
    if (model != null) {
      return new FormatException(
          "these are not the weights of " + model + ": " + difference(nearest.orElseThrow()));
    }
    if (nearest.isEmpty() || 2 * equal(nearest.get()) < shapes.size()) {
      return new FormatException(
          "no network of the catalog has tensors like these "
              + shapes.size()
              + ", of which the first are "
              + shapes.entrySet().stream()
                  .limit(SHOWN)
                  .map(tensor -> tensor.getKey() + " " + tensor.getValue())
                  .collect(Collectors.joining(", ")));
    }
    return new FormatException(
        "no network of the catalog has these tensors; the nearest is "
            + nearest.get().name()
            + ": "
            + difference(nearest.get()));
  }

  private Optional<Architecture> nearest() {
    if (required != null) {
      return Optional.of(forms(required).stream().findFirst().orElse(required));
    }
    return Stream.concat(
            candidates.stream(),
            catalog.entries().stream()
                .flatMap(entry -> standard(entry, depth()).stream())
                .flatMap(each -> forms(each).stream().limit(1)))
        .min(Comparator.comparingLong(this::distance));
  }

  /** The candidate networks, in order of preference. */
  private List<Architecture> candidates() {
    if (required != null) {
      return forms(required);
    }
    List<Candidate> found = new ArrayList<>();
    for (Catalog.Entry entry : catalog.entries()) {
      standard(entry, depth())
          .filter(standard -> depth(standard.layers()) == depth())
          .ifPresent(
              standard -> forms(standard).forEach(each -> found.add(Candidate.of(each, standard))));
    }
    found.sort(Comparator.comparingInt(Candidate::changes).thenComparing(Candidate::isPlain));
    return found.stream().map(Candidate::network).toList();
  }

  private int depth() {
    return (int)
        shapes.entrySet().stream()
            .filter(tensor -> tensor.getValue().size() == 4 && isTrunk(tensor.getKey()))
            .count();
  }

  /** The network of an entry with its defaults; none for a family that has no such depth. */
  private static Optional<Architecture> standard(Catalog.Entry entry, int depth) {
    // A family counts its convolutions and the classifier.
    String name = entry.isFamily() ? entry.name() + (depth + 1) : entry.name();
    try {
      Layer layers = entry.builder().apply(depth + 1, entry.defaults());
      return Optional.of(new Architecture(name, entry.defaults(), layers));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The network with the options that the tensors determine: classes, channels, normalisation, side
   * classifiers, and the shortcuts that may be, its own first.
   */
  private List<Architecture> forms(Architecture standard) {
    Options own = standard.options();
    List<Architecture> forms = new ArrayList<>();
    List<Shortcut> shortcuts = new ArrayList<>(List.of(own.shortcut()));
    Stream.of(Shortcut.values()).filter(each -> each != own.shortcut()).forEach(shortcuts::add);
    for (Shortcut shortcut : shortcuts) {
      try {
        forms.add(
            catalog.build(
                standard.name(),
                options ->
                    options
                        .withClasses(classes(standard))
                        .withInput(
                            new Shape(
                                channels(standard), own.input().height(), own.input().width()))
                        .withNorm(normalised ? Options.Norm.BATCH : Options.Norm.NONE)
                        .withAuxiliary(auxiliary)
                        .withShortcut(shortcut)));
      } catch (IllegalArgumentException e) {
        // It lacks this option, so the tensors do not belong to that variant.
      }
    }
    return forms;
  }

  /** The first dimension of the last linear weight. */
  private int classes(Architecture standard) {
    return layers(standard, Linear.class)
        .reduce((first, second) -> second)
        .map(last -> shapes.get(last.weights().name()))
        .filter(shape -> !shape.isEmpty())
        .map(shape -> shape.get(0))
        .orElse(standard.options().classes());
  }

  /** The second dimension of the first convolution's weight. */
  private int channels(Architecture standard) {
    return layers(standard, Conv.class)
        .findFirst()
        .map(first -> shapes.get(first.weights().name()))
        .filter(shape -> shape.size() == 4)
        .map(shape -> shape.get(1))
        .orElse(standard.options().input().channels());
  }

  private static <L extends Layer> Stream<L> layers(Architecture network, Class<L> type) {
    return network.layers().walk().filter(type::isInstance).map(type::cast);
  }

  /** The number of convolutions outside of shortcuts and gates: independent of options. */
  private static int depth(Layer layer) {
    if (layer instanceof Conv conv) {
      return isTrunk(conv.name()) ? 1 : 0;
    }
    int depth = 0;
    for (Layer child : layer.children()) {
      depth += depth(child);
    }
    return depth;
  }

  private static boolean isTrunk(String name) {
    return !name.contains(".downsample.")
        && !name.contains(".gate.")
        && !name.contains(".se.")
        && !name.startsWith(AUXILIARY);
  }

  private StateDifference difference(Architecture candidate) {
    return StateDifference.of(candidate.layers().allParameters(), shapes);
  }

  /** The number of tensors that differ, without listing them. */
  private long distance(Architecture candidate) {
    return candidate.layers().allParameters().size() + shapes.size() - 2 * equal(candidate);
  }

  private long equal(Architecture candidate) {
    return candidate.layers().allParameters().stream()
        .filter(parameter -> parameter.shape().equals(shapes.get(parameter.name())))
        .count();
  }
}
