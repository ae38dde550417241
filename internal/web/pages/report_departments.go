package pages

import "modenhed/internal/framework"

// department is who in a municipality usually knows an answer; a key of
// "reporting.department".
type department string

// departments are in the order of the list of what to have at hand.
func departments() []department {
	return []department{"it", "procurement", "hr", "roads", "planning", "property", "health", "school", "employment", "citizens", "business"}
}

// departmentOf returns who usually knows the answer to a question of the
// seeded framework, as its help says; empty for questions of other frameworks.
func departmentOf(key framework.IndicatorKey) department {
	switch key {
	case "rpa.strategy", "rpa.processes", "rpa.breadth", "rpa.quality", "shared_it.portfolio_share", "smart_city.open_data",
		"it_security.isms", "it_security.gdpr", "it_security.exercise":
		return "it"
	case "shared_it.procurement", "shared_it.open_interfaces", "it_security.requirements":
		return "procurement"
	case "school.teachers", "it_security.training":
		return "hr"
	case "smart_city.traffic_signals", "broadband.case_days":
		return "roads"
	case "smart_city.assessment", "smart_city.planning_data":
		return "planning"
	case "broadband.lease_price", "broadband.mast_policy":
		return "property"
	case "shared_it.elderly_systems", "smart_city.health_data", "welfare_tech.telemedicine", "welfare_tech.home_monitoring",
		"welfare_tech.aids", "welfare_tech.skills", "welfare_tech.benefits":
		return "health"
	case "school.electives", "school.curriculum", "school.resources", "school.citizenship":
		return "school"
	case "shared_it.employment_forms":
		return "employment"
	case "rpa.citizens":
		return "citizens"
	case "broadband.coverage", "broadband.tender", "broadband.single_contact":
		return "business"
	}
	return ""
}
