namespace ActiveResponse.Tool.Import;

/// <summary>A list of targets, one per line; what follows # is a comment.</summary>
internal static class PlainList
{
    public static IReadOnlyList<ImportedBlock> Read(string text) =>
        [
            .. text.Split('\n')
                .Select(static line => line.Split('#')[0].Trim())
                .Where(static target => target.Length > 0)
                .Select(static target => new ImportedBlock(target, Left: null)),
        ];
}
