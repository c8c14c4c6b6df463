using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Diagnostics;

/// <summary>Collects what is wrong with one kind of options, so that a single error lists it all.</summary>
internal sealed class OptionsValidation(Type options)
{
    private const int LongestValue = 400;

    private readonly List<string> _failures = [];

    /// <summary>The result for a host's own validation of options.</summary>
    public ValidateOptionsResult Result => _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    /// <summary>Requires a condition.</summary>
    /// <param name="holds">Whether it is met.</param>
    /// <param name="requirement">Option and requirement, e.g. <c>Use must name firewalls</c>.</param>
    public OptionsValidation Require(bool holds, string requirement)
    {
        if (!holds)
        {
            _failures.Add(requirement);
        }

        return this;
    }

    /// <summary>Requires a value in a range, bounds included.</summary>
    public OptionsValidation Range<T>(T value, T least, T most, [CallerArgumentExpression(nameof(value))] string option = "")
        where T : struct, IComparable<T> =>
        Require(
            value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
            $"{NameOf(option)} must be {TextOf(least)} to {TextOf(most)} but is {TextOf(value)}"
        );

    /// <summary>Requires a minimum.</summary>
    public OptionsValidation AtLeast<T>(T value, T least, [CallerArgumentExpression(nameof(value))] string option = "")
        where T : struct, IComparable<T> =>
        Require(value.CompareTo(least) >= 0, $"{NameOf(option)} must be at least {TextOf(least)} but is {TextOf(value)}");

    /// <summary>Requires a named value of an enumeration.</summary>
    public OptionsValidation Defined<T>(T value, [CallerArgumentExpression(nameof(value))] string option = "")
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), $"{NameOf(option)} must be {string.Join(" or ", Enum.GetNames<T>())} but is {value}");

    /// <summary>Requires a value.</summary>
    public OptionsValidation NotNull(object? value, [CallerArgumentExpression(nameof(value))] string option = "") =>
        Require(value is not null, $"{NameOf(option)} must not be null");

    /// <summary>Requires text that isn't blank.</summary>
    public OptionsValidation NotBlank(string? value, [CallerArgumentExpression(nameof(value))] string option = "") =>
        Require(!string.IsNullOrWhiteSpace(value), $"{NameOf(option)} must not be empty");

    /// <summary>Requires text of a certain form.</summary>
    /// <param name="value">The text.</param>
    /// <param name="isValid">Whether it has the form; called for text that isn't empty.</param>
    /// <param name="form">The form, e.g. <c>a letter, then letters and digits</c>.</param>
    /// <param name="option">The option.</param>
    public OptionsValidation Form(
        string? value,
        Func<string, bool> isValid,
        string form,
        [CallerArgumentExpression(nameof(value))] string option = ""
    ) =>
        Require(
            !string.IsNullOrEmpty(value) && isValid(value),
            $"{NameOf(option)} must be {form} but is '{SafeText.Of(value, LongestValue)}'"
        );

    /// <summary>Requires the full path of a file, which needn't exist.</summary>
    public OptionsValidation FilePath(string? value, [CallerArgumentExpression(nameof(value))] string option = "") =>
        Form(value, IsFilePath, "the full path of a file", option);

    /// <exception cref="OptionsValidationException">A requirement isn't met; the message lists each.</exception>
    public void ThrowIfAny()
    {
        if (_failures.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, options, _failures.Select(failure => $"{options.Name}.{failure}"));
        }
    }

    /// <summary>Whether text is the full path of a file, which needn't exist.</summary>
    public static bool IsFilePath(string path) =>
        Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal) && !Path.EndsInDirectorySeparator(path);

    // "options.Limits.StopAfter" and "Limits.StopAfter" are the same option.
    private static string NameOf(string expression) =>
        char.IsLower(expression[0]) ? expression[(expression.IndexOf('.', StringComparison.Ordinal) + 1)..] : expression;

    private static string TextOf<T>(T value)
        where T : struct => value is TimeSpan time ? TextOf(time) : FormattableString.Invariant($"{value:N0}");

    private static string TextOf(TimeSpan time)
    {
        (long Ticks, string One, string Many)[] units =
        [
            (366 * TimeSpan.TicksPerDay, " year", " years"),
            (TimeSpan.TicksPerDay, " day", " days"),
            (TimeSpan.TicksPerHour, " hour", " hours"),
            (TimeSpan.TicksPerMinute, " minute", " minutes"),
            (TimeSpan.TicksPerSecond, " second", " seconds"),
            (TimeSpan.TicksPerMillisecond, " ms", " ms"),
        ];
        foreach (var (ticks, one, many) in units)
        {
            if (time.Ticks != 0 && time.Ticks % ticks == 0)
            {
                var count = time.Ticks / ticks;
                return FormattableString.Invariant($"{count}{(count == 1 ? one : many)}");
            }
        }

        return time == TimeSpan.Zero ? "0" : time.ToString("c", System.Globalization.CultureInfo.InvariantCulture);
    }
}
