using System.Collections.Immutable;

namespace ActiveResponse.Responders;

/// <summary>A program's error with a known cause, and the text that names the cause and the remedy.</summary>
internal sealed record ProgramHint
{
    private readonly ImmutableArray<string> _marks = [];
    private readonly int? _exitCode;

    /// <param name="text">The text for the operator; <c>{0}</c> stands for the program's own error.</param>
    /// <param name="marks">Texts of the program, one of which identifies the error.</param>
    public ProgramHint(string text, params ImmutableArray<string> marks) => (Text, _marks) = (text, marks);

    /// <param name="exitCode">The exit code that identifies the error.</param>
    /// <param name="text">The text for the operator; <c>{0}</c> stands for the program's own error.</param>
    public ProgramHint(int exitCode, string text) => (_exitCode, Text) = (exitCode, text);

    public string Text { get; }

    /// <summary>Whether a run failed with this error.</summary>
    /// <param name="says">Whether the program printed a text.</param>
    /// <param name="exitCode">Its exit code, or null.</param>
    public bool Applies(Func<string, bool> says, int? exitCode) => _exitCode is { } code ? exitCode == code : _marks.Any(says);
}
