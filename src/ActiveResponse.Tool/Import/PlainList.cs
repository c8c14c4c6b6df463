namespace ActiveResponse.Tool.Import;

/// <summary>A list of targets, one per line; comments as <see cref="ListLines"/> has them.</summary>
internal static class PlainList
{
    public static IReadOnlyList<ImportedBlock> Read(string text) =>
        [
            .. text.Split('\n')
                .Select(ListLines.TargetOf)
                .Where(static target => target.Length > 0)
                .Select(static target => new ImportedBlock(target, Left: null)),
        ];
}
