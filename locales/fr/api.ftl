## For programs and feed readers

feed-directory-title = Changements dans l’annuaire
api-title = Pour les programmes
api-lead = Chaque page donne son contenu en données à la même adresse : demandez avec « Accept: application/json ».
api-openapi = La même chose en document OpenAPI : <file>openapi.json</file>.
api-english = Les descriptions techniques sont en anglais.
api-parameters = Paramètres de { $path }
api-name = Nom
api-place = Où
api-meaning = Sens
api-in-query = requête
api-in-path = chemin
api-in-header = en-tête
api-other = Originaux signés
api-sync = Ce que les nœuds échangent peut être lu par tout le monde, octet pour octet tel que signé :
