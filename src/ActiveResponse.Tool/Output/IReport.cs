namespace ActiveResponse.Tool.Output;

/// <summary>The output of a report, line by line.</summary>
internal interface IReport
{
    /// <summary>Writes one line.</summary>
    /// <param name="text">The text, without markup.</param>
    /// <param name="colour">The console library's name of its colour, if the console has colours; null for none.</param>
    void Line(string text, string? colour = null);

    /// <summary>Writes a table of at least one row with one cell per column.</summary>
    void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows);
}
