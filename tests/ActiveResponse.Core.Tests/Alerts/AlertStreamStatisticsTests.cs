using ActiveResponse.Alerts;

namespace ActiveResponse.Tests.Alerts;

public class AlertStreamStatisticsTests
{
    [Fact]
    public void Says_only_of_the_first_of_each_cause_that_it_is_to_be_reported()
    {
        var statistics = new AlertStreamStatistics();
        var record = new AlertRecord { Bytes = AlertText.Bytes("hello"), Line = 7 };

        statistics.CountSkipped(record, new AlertError(AlertErrorCause.NotAnAlert, 0)).Should().BeTrue();
        statistics.CountSkipped(record with { Line = 8 }, new AlertError(AlertErrorCause.NotAnAlert, 0)).Should().BeFalse();
        statistics.CountSkipped(record with { Line = 9 }, new AlertError(AlertErrorCause.NoRule, 0)).Should().BeTrue();
        statistics.CountAlert();

        statistics
            .Skips.Should()
            .Equal(
                new AlertSkip(
                    AlertErrorCause.NotAnAlert,
                    2,
                    7,
                    "hello",
                    "The line is neither a JSON object nor part of an alerts.log block."
                ),
                new AlertSkip(AlertErrorCause.NoRule, 1, 9, "hello", "The record names no rule.")
            );
        statistics.Skipped.Should().Be(3);
        statistics.Alerts.Should().Be(1);
    }

    [Theory]
    [InlineData("a\u001b[2Jb\u0000\r\n\u007f", "a\\u001b[2Jb\\u0000\\u000d\\u000a\\u007f")]
    [InlineData("\u202Eevil\u2028", "\\u202eevil\\u2028")]
    [InlineData("gr\u00FC\u00DFe", "gr\u00FC\u00DFe")]
    public void Shows_nothing_that_could_mislead(string text, string shown) =>
        RecordExcerpt.Of(System.Text.Encoding.UTF8.GetBytes(text)).Should().Be(shown);

    [Fact]
    public void Shows_at_most_120_characters()
    {
        RecordExcerpt.Of(AlertText.Bytes(new string('x', 1000))).Should().Be(new string('x', 120));
        RecordExcerpt.Of(AlertText.Bytes(new string('x', 118) + "\u0001")).Should().Be(new string('x', 118));
        RecordExcerpt.Of(AlertText.Bytes(string.Concat(Enumerable.Repeat("\U0001F600", 500)))).Length.Should().Be(120);
    }
}
