## For programs and feed readers

feed-directory-title = Changes in the directory
api-title = For programs
api-lead = Every page gives its contents as data at the same address: ask with “Accept: application/json”.
api-openapi = The same as an OpenAPI document: <file>openapi.json</file>.
api-english = Technical descriptions are in English.
api-parameters = Parameters of { $path }
api-name = Name
api-place = Where
api-meaning = Meaning
api-in-query = query
api-in-path = path
api-in-header = header
api-other = Signed originals
api-sync = What nodes exchange can be read by anyone, byte for byte as it was signed:
