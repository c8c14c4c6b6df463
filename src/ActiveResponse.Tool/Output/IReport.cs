namespace ActiveResponse.Tool.Output;

/// <summary>Where a report goes, line by line.</summary>
internal interface IReport
{
    /// <summary>Writes one line.</summary>
    /// <param name="text">What it says; none of it is markup.</param>
    /// <param name="colour">Its colour where there are colours, by the name the console library gives it; null for none.</param>
    void Line(string text, string? colour = null);

    /// <summary>Writes a table of at least one row; each row has as many cells as there are columns.</summary>
    void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows);
}
