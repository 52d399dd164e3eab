namespace Platform.Timeseries.Queries;

internal static class QuerySetup
{
    public static WebApplicationBuilder AddQueries(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QueryCalls>();
        return builder;
    }
}
