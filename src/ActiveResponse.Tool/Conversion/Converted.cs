namespace ActiveResponse.Tool.Conversion;

/// <summary>The result of a conversion.</summary>
/// <param name="Text">The settings.</param>
/// <param name="Remarks">What changed, and what couldn't be said.</param>
internal sealed record Converted(string Text, IReadOnlyList<Remark> Remarks)
{
    /// <summary>Whether all could be said.</summary>
    public bool IsWhole => Remarks.All(static remark => remark.Kind != RemarkKind.LeftOut);
}
