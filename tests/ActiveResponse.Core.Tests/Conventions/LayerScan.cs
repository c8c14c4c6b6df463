using System.Text.RegularExpressions;

namespace ActiveResponse.Tests.Conventions;

/// <summary>Finds where a source names something of a folder that comes after its own.</summary>
internal sealed partial class LayerScan
{
    private const string Composition = "DependencyInjection";

    private readonly IReadOnlyList<string> _layers;
    private readonly HashSet<string> _rootTypes;
    private readonly HashSet<(string Layer, string Name)> _layerNames;

    /// <param name="layers">The folders, those first that all others may use.</param>
    /// <param name="sources">All sources: the path from the project's folder, with slashes, and the text.</param>
    public LayerScan(IReadOnlyList<string> layers, IEnumerable<(string Path, string Text)> sources)
    {
        _layers = layers;
        var declared = sources
            .SelectMany(static source =>
                Declaration()
                    .Matches(source.Text)
                    .Select(match => (Layer: LayerOf(source.Path, source.Text), Name: match.Groups["name"].Value))
            )
            .ToList();
        _rootTypes = [.. declared.Where(static type => type.Layer.Length == 0).Select(static type => type.Name)];
        _layerNames = [.. declared];
        _layerNames.UnionWith(
            sources
                .Select(static source => source.Path.Split('/'))
                .Where(static parts => parts.Length > 2)
                .Select(static parts => (parts[0], parts[1]))
        );
    }

    /// <summary>The folder of a path; empty for a file that lies directly in the project.</summary>
    public static string FolderOf(string path) =>
        path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The layer of a file: its folder, or composition for a file that registers what its folder holds.</summary>
    public static string LayerOf(string path, string text) =>
        text.Contains($"\nnamespace ActiveResponse.{Composition};", StringComparison.Ordinal) ? Composition : FolderOf(path);

    /// <summary>What is wrong with one source, as <c>path:line: what</c>.</summary>
    public IEnumerable<string> Violations(string path, string text)
    {
        var layer = LayerOf(path, text);
        if (layer.Length == 0)
        {
            yield break;
        }

        var own = IndexOf(layer);
        if (own < 0)
        {
            yield return $"{path}:1: the folder '{layer}' is not on the list of layers";
            yield break;
        }

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = PlainComment().Replace(lines[i], "");
            foreach (var used in UsedLayers(line).Where(used => IndexOf(used) > own).Distinct())
            {
                yield return $"{path}:{i + 1}: {layer} uses {used}, which comes after it: {line.Trim()}";
            }

            if (layer != Composition && NamesRootType(line) is { } type)
            {
                yield return $"{path}:{i + 1}: {layer} uses {type} of the root namespace, which only DependencyInjection may: "
                    + line.Trim();
            }
        }
    }

    private IEnumerable<string> UsedLayers(string line) =>
        QualifiedName()
            .Matches(line)
            .Select(static match => match.Groups["layer"].Value)
            .Concat(
                ShortName()
                    .Matches(line)
                    .Where(match => _layerNames.Contains((match.Groups["layer"].Value, match.Groups["name"].Value)))
                    .Select(static match => match.Groups["layer"].Value)
            );

    private string? NamesRootType(string line) =>
        RootUsing().IsMatch(line) ? "all" : Word().Matches(line).Select(static match => match.Value).FirstOrDefault(_rootTypes.Contains);

    private int IndexOf(string layer)
    {
        for (var i = 0; i < _layers.Count; i++)
        {
            if (_layers[i] == layer)
            {
                return i;
            }
        }

        return -1;
    }

    // Documentation comments stay: what they refer to is a use.
    [GeneratedRegex(@"(?<![:/])//(?!/).*$")]
    private static partial Regex PlainComment();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.])ActiveResponse\.(?<layer>[A-Z]\w*)")]
    private static partial Regex QualifiedName();

    // Within the namespace ActiveResponse.X, Y.Type is ActiveResponse.Y.Type.
    [GeneratedRegex(@"(?<![\w.])(?<layer>[A-Z]\w*)\.(?<name>[A-Z]\w*)")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"\busing\s+(?:\w+\s*=\s*)?(?:static\s+)?ActiveResponse\s*;")]
    private static partial Regex RootUsing();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();
}
