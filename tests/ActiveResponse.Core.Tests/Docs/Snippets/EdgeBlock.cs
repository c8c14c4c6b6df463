using System.Net;
using ActiveResponse.Planning;
using ActiveResponse.Responders;

/// <summary>Blocks addresses on an edge router that has an HTTP API.</summary>
public sealed class EdgeBlock(HttpClient http) : IReversibleResponder
{
    public string Name => "edge-block";
    public ResponderNeeds Needs => ResponderNeeds.Address;

    public async ValueTask<ResponderResult> ApplyAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        using var answer = await http.PutAsync(PathOf(context), content: null, cancellationToken);
        return answer.IsSuccessStatusCode ? ResponderResult.Applied() : ResponderResult.Failed($"HTTP {(int)answer.StatusCode}");
    }

    public async ValueTask<ResponderResult> RevertAsync(ResponderContext context, CancellationToken cancellationToken)
    {
        using var answer = await http.DeleteAsync(PathOf(context), cancellationToken);
        var isGone = answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound;
        return isGone ? ResponderResult.Lifted() : ResponderResult.Failed($"HTTP {(int)answer.StatusCode}");
    }

    private static string PathOf(ResponderContext context) => $"blocks/{Uri.EscapeDataString($"{context.Subject}")}";
}
