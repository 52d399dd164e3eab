using Platform.Schema.Service;

namespace Platform.Timeseries.Schema;

internal static class SchemaSetup
{
    public static WebApplicationBuilder AddSchema(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WriterHalt>();
        builder.Services.AddSchemaService<ClickHouseSchemaStore>();
        return builder;
    }
}
