using System.Text;
using System.Text.Json;
using ActiveResponse.Alerts;
using ActiveResponse.Planning;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Explains what one alert, as a person pastes it, would trigger.</summary>
internal static class AlertExplainer
{
    /// <summary>The largest alert, in characters.</summary>
    public const int MostText = 256 * 1024;

    /// <exception cref="ViewException">It is no alert.</exception>
    public static async ValueTask<ExplainReply> ExplainAsync(
        ActiveResponseEngine engine,
        ExplainRequest request,
        CancellationToken cancellationToken
    )
    {
        var alert = await ReadAsync(request.Alert, cancellationToken).ConfigureAwait(false);
        var plan = await engine.ExplainAsync(alert, cancellationToken).ConfigureAwait(false);
        return new ExplainReply([.. plan.Responses.Select(Shown)]);
    }

    private static ExplainedResponse Shown(PlannedResponse response) =>
        new(
            ShownText.Of(response.Response.Name),
            response.Fired,
            ShownText.Of(string.Join("; ", response.Because)),
            [
                .. response.Orders.Select(static planned => new ExplainedOrder(
                    ShownText.Of(planned.Order.Subject),
                    ShownText.Of(planned.Order.Responder),
                    LocationOf(planned.Order),
                    planned.Order.Timeout > TimeSpan.Zero ? (long)planned.Order.Timeout.TotalSeconds : null,
                    planned.Refusal is { } refusal ? ShownText.Of($"{refusal.By}: {refusal.Why}") : null
                )),
            ]
        );

    private static string LocationOf(ResponseOrder order) =>
        order.RunsHere && !order.RunsElsewhere ? "this host" : ShownText.Of(order.TargetAgent ?? order.Location.ToString());

    private static async ValueTask<Alert> ReadAsync(string? text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MostText)
        {
            throw new ViewException(
                ViewProblem.Invalid,
                text is { Length: > 0 } ? "'alert' isn't the text of one alert." : "'alert' is missing.",
                "Give one line of alerts.json, or one alert of alerts.log."
            );
        }

        var parser = new AlertParser();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(OnOneLine(text)));
        await foreach (var batch in new AlertStreamReader(stream).ReadBatchesAsync(cancellationToken).ConfigureAwait(false))
        {
            var record = batch.Span[0];
            if (record.Error is not null || !parser.TryRead(record.Bytes, out var alert, out var error))
            {
                throw new ViewException(
                    ViewProblem.Invalid,
                    $"The alert can't be read: {ShownText.Of((record.Error ?? ErrorOf(parser, record)).Message)}",
                    "Give one line of alerts.json, or one alert of alerts.log."
                );
            }

            return alert;
        }

        throw new ViewException(ViewProblem.Invalid, "The text has no alert.", "Give one line of alerts.json, or one alert of alerts.log.");
    }

    private static AlertError ErrorOf(AlertParser parser, AlertRecord record)
    {
        _ = parser.TryRead(record.Bytes, out _, out var error);
        return error!.Value;
    }

    // JSON as viewers show it has many lines; a record has one.
    private static string OnOneLine(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{') || !text.AsSpan().Trim().Contains('\n'))
        {
            return text;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
