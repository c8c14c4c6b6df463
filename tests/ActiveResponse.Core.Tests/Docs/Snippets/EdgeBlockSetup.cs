using ActiveResponse.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;

public static class EdgeBlockSetup
{
    /// <summary>Blocks on the edge router what a configuration calls <c>edge-block</c> or <c>edge-firewall</c>.</summary>
    public static ActiveResponseBuilder AddEdgeBlock(this ActiveResponseBuilder builder, Uri router)
    {
        var http = new HttpClient { BaseAddress = router, Timeout = TimeSpan.FromSeconds(10) };
        return builder.AddResponder(_ => new EdgeBlock(http), "edge-firewall");
    }
}
