using Platform.ServiceDefaults;

namespace Platform.Timeseries.Queries;

internal static class QuerySetup
{
    public static WebApplicationBuilder AddQueries(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<QueryLimits>(QueryLimits.Section);
        builder.Services.AddSingleton<QueryStore>();
        builder.Services.AddSingleton<QueryGate>();
        builder.Services.AddSingleton<FunctionLists>();
        builder.Services.AddSingleton<QueryCalls>();
        return builder;
    }
}
