using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActiveResponse.AspNetCore.Views;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Control;

/// <summary>The names of what a view is asked over the socket.</summary>
internal static class ViewMethods
{
    public const string Effects = "effects";
    public const string Effect = "effect";
    public const string History = "history";
    public const string Summary = "summary";
    public const string Health = "health";
    public const string Problems = "problems";
    public const string Sources = "sources";
    public const string Allowed = "allowed";
    public const string Explain = "explain";
    public const string Block = "block";
    public const string Lift = "lift";
    public const string LiftOne = "lift-one";
    public const string Extend = "extend";
    public const string Allow = "allow";
    public const string Disallow = "disallow";
    public const string Metrics = "metrics";
}

/// <summary>Answers what the HTTP API of another process asks: one line with the result, or with the problem.</summary>
internal sealed class ViewRequests(IActiveResponseView view, MeterFigures figures)
{
    public async Task AnswerAsync(ControlRequest request, ReplyWriter answer, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ResultOfAsync(request, cancellationToken);
            await answer.LineAsync(json =>
            {
                json.WritePropertyName("result");
                json.WriteRawValue(result);
            });
        }
        catch (ViewException e)
        {
            await WriteAsync(answer, e.Problem, e.Message, e.Remedy);
        }
        catch (ControlException e)
        {
            await WriteAsync(answer, ViewProblem.Invalid, e.Message, null);
        }
        catch (ResponseStoreException e)
        {
            await WriteAsync(answer, ViewProblem.Unavailable, e.Message, null);
        }
        catch (JsonException)
        {
            await WriteAsync(answer, ViewProblem.Invalid, "the request isn't valid JSON of its kind", null);
        }
    }

    private static ValueTask WriteAsync(ReplyWriter answer, ViewProblem problem, string message, string? remedy) =>
        answer.LineAsync(json =>
        {
            json.WriteString("problem", problem.ToString());
            json.WriteString("message", message);
            json.WriteString("remedy", remedy);
        });

    private async Task<byte[]> ResultOfAsync(ControlRequest request, CancellationToken token)
    {
        var (json, id) = (ViewJson.Default, request.Target ?? "");
        return request.Method switch
        {
            ViewMethods.Effects => Json(await view.ListAsync(Body(request, json.EffectQuery), token), json.EffectPage),
            ViewMethods.Effect => await view.FindAsync(id, token) is { } effect ? Json(effect, json.EffectItem) : "null"u8.ToArray(),
            ViewMethods.History => Json(await view.HistoryAsync(Body(request, json.HistoryRequest), token), json.HistoryPage),
            ViewMethods.Summary => Json(await view.SummaryAsync(token), json.SummaryReply),
            ViewMethods.Health => Json(await view.HealthAsync(token), json.HealthState),
            ViewMethods.Problems => Json(await view.ProblemsAsync(token), json.ProblemsReply),
            ViewMethods.Sources => Json(await view.SourcesAsync(token), json.IReadOnlyListSourceItem),
            ViewMethods.Allowed => Json(await view.AllowedAsync(token), json.IReadOnlyListAllowItem),
            ViewMethods.Explain => Json(await view.ExplainAsync(Body(request, json.ExplainRequest), token), json.ExplainReply),
            ViewMethods.Block => Json(await view.BlockAsync(Body(request, json.BlockRequest), request.Note, token), json.ChangeReply),
            ViewMethods.Lift => Json(await view.LiftAsync(Body(request, json.LiftRequest), request.Note, token), json.ChangeReply),
            ViewMethods.LiftOne => Json(await view.LiftAsync(id, request.Note, token), json.ChangeReply),
            ViewMethods.Extend => Json(
                await view.ExtendAsync(id, Body(request, json.ExtendRequest), request.Note, token),
                json.ChangeReply
            ),
            ViewMethods.Allow => Json(await view.AllowAsync(Body(request, json.AllowRequest), request.Note, token), json.ChangeReply),
            ViewMethods.Disallow => Json(await view.DisallowAsync(id, request.Note, token), json.ChangeReply),
            ViewMethods.Metrics => Json(figures.Take(), json.IReadOnlyListFigure),
            _ => throw new ViewException(ViewProblem.Invalid, "The agent doesn't know this request: it is of another version."),
        };
    }

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static T Body<T>(ControlRequest request, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(request.Body ?? "", type) ?? throw new ViewException(ViewProblem.Invalid, "The body is null.");
}
