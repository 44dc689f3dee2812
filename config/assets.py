"""Static files: named by their content, compressed once, ES modules' imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class AssetStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
