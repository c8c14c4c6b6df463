using ActiveResponse.Diagnostics;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Diagnostics;

public sealed class OptionsValidationTests
{
    private readonly OptionsValidation _validation = new(typeof(Sample));

    [Fact]
    public void One_error_lists_all_that_is_wrong()
    {
        var options = new Sample(Delay: TimeSpan.FromMinutes(2), Count: 1234, Path: "a\nb");

        _validation
            .Range(options.Delay, TimeSpan.Zero, TimeSpan.FromSeconds(1))
            .Range(options.Count, 1, 1000)
            .FilePath(options.Path)
            .Invoking(static validation => validation.ThrowIfAny())
            .Should()
            .Throw<OptionsValidationException>()
            .WithMessage(
                "Sample.Delay must be 0 to 1 second but is 2 minutes; Sample.Count must be 1 to 1,000 but is 1,234; "
                    + "Sample.Path must be the full path of a file but is 'a\\u000ab'"
            );
    }

    [Fact]
    public void Both_bounds_of_a_range_are_in_it() =>
        _validation.Range(1, 1, 2).Range(2, 1, 2).AtLeast(1, 1).Result.Succeeded.Should().BeTrue();

    [Theory]
    [InlineData("00:00:00", "0")]
    [InlineData("00:00:00.1", "100 ms")]
    [InlineData("00:00:01.5", "1500 ms")]
    [InlineData("00:01:30", "90 seconds")]
    [InlineData("1.00:00:00", "1 day")]
    [InlineData("3660.00:00:00", "10 years")]
    [InlineData("00:00:00.0000001", "00:00:00.0000001")]
    public void A_time_reads_in_its_largest_whole_unit(string time, string text) =>
        _validation
            .AtLeast(TimeSpan.MinValue, TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), "Delay")
            .Result.FailureMessage.Should()
            .StartWith($"Delay must be at least {text} but is ");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("state.db")]
    [InlineData("/var/")]
    [InlineData("/var/\0")]
    public void Only_a_full_path_names_a_file(string? path) => _validation.FilePath(path).Result.Failed.Should().BeTrue();

    [Fact]
    public void A_number_that_an_enumeration_lacks_is_refused() =>
        _validation
            .Defined((UriKind)9, "Kind")
            .Result.FailureMessage.Should()
            .Be("Kind must be RelativeOrAbsolute or Absolute or Relative but is 9");

    private sealed record Sample(TimeSpan Delay, int Count, string Path);
}
